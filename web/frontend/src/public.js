// What the public pages load, and no more; they work without it.
import "./theme.js";
import "./forms.js";
import "./print.js";
