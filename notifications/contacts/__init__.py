"""Where people are reached: addresses that an administrator sets or that somebody gives themselves."""
