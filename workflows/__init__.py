"""One package per case type: its rules, candidate groups, deadlines and service-task handlers."""
