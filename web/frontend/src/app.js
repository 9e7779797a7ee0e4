// What every page of the office loads. Pages work without it; with it they are quicker and kinder.
import "./libraries.js";
import "./theme.js";
import "./forms.js";
import "./lists.js";
import "./picker.js";
import "./opening.js";
import "./uploads.js";
import "./dropping.js";
import "./drafts.js";
import "./dialogs.js";
import "./keyboard.js";
import "./live.js";
