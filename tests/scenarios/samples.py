"""A scenario file that tests change one word of."""

from __future__ import annotations

EXAMPLE = """\
scenario: 整改逾期，升级约谈            # a sentence
process: rectification                 # process definition key
clock: 2026-09-01T09:00:00+08:00       # simulated now
people:
  li:   {groups: [case_officer], unit: 430600}
  wang: {groups: [leader],       unit: 430600}
  xiao: {groups: [respondent],   unit: 430621}
steps:
  - open: {as: li, unit: 430621, title: 食堂安全整改, form: {severity: 较大, items: [{title: 留样不全}]}}
  - complete: {as: wang, task: approve_notice, form: {approved: true}}
  - refuse: {as: li, task: approve_notice, form: {approved: true}, code: not_permitted}
  - advance: P10D
  - expect:
      status: open
      light: red
      open_tasks: [approve_escalation]
      due: {submit_report: 2026-09-16}
      history: [case_opened, task_completed, timer_fired]
      notified: [xiao, wang]
      linked: {interview: open}
      outcomes: []
  - send: {message: case_closed, payload: {result: done}}
"""
