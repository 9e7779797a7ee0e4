"""Forms of diagrams as people fill them in: from a schema to fields, and back to values.

    asked = AskedForm(Filled.of_request(), schema, given=work.values)
    if asked.filled.is_sent and not asked.changes_rows():
        with asked.trying():
            act(commands.complete, work_id=work_id, form=asked.values())
            return goto("pages-desk.desk")
    return render_template("…", asked_form=asked), asked.filled.status

In the template: `{% import "parts/fields.html" as fields with context %}`, then
`{{ fields.summary(asked_form) }}` above and `{{ fields.all(asked_form) }}` inside the `<form>`.
Names of inputs begin with `form.`, so that no field of a diagram meets a field of the page.
"""

from web.forms.asked_form import AskedForm
from web.forms.fields import FormField, fields_of
from web.forms.references import References

__all__ = ["AskedForm", "FormField", "References", "fields_of"]
