// A drawing with marks: <div class="diagram" data-diagram="/url/of.bpmn" data-marks="id of JSON">.
// The JSON is a list of {element, state: here|late|done|incident|wrong|doubtful|said, text}.
// What the marks say also stands beside the drawing as a list, for those who do not see it.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "./steps.js";

async function draw(place) {
  const viewer = new NavigatedViewer({ container: place });
  const answer = await fetch(place.dataset.diagram, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  await viewer.importXML(await answer.text());
  const canvas = viewer.get("canvas");
  const elements = viewer.get("elementRegistry");
  const overlays = viewer.get("overlays");
  const marks = JSON.parse(document.getElementById(place.dataset.marks)?.textContent ?? "[]");
  const above = new Map();
  for (const { element, state, text } of marks) {
    if (!elements.get(element)) continue;
    canvas.addMarker(element, `is-${state}`);
    if (!text) continue;
    const nth = above.get(element) ?? 0;
    above.set(element, nth + 1);
    const label = document.createElement("div");
    label.className = `diagram-mark is-${state}`;
    label.textContent = text;
    overlays.add(element, { position: { top: -22 - nth * 22, left: 0 }, html: label });
  }
  const fit = () => canvas.zoom("fit-viewport", "auto");
  fit();
  const first = (...states) => marks.find((each) => states.includes(each.state) && elements.get(each.element));
  const here = first("here", "late", "wrong") ?? first("said");
  if (here && canvas.zoom() < 0.6) {
    canvas.zoom(0.75, elements.get(here.element));
    canvas.scrollToElement?.(here.element);
  }
  for (const button of place.parentElement.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "fit") fit();
      else canvas.zoom(canvas.zoom() * Number(button.dataset.zoom));
    });
  }
  let shown = null;
  viewer.get("eventBus").on("element.click", ({ element }) => {
    place.dispatchEvent(new CustomEvent("dudao:element", { bubbles: true, detail: element.id }));
  });
  place.addEventListener("dudao:show", (event) => {
    if (!elements.get(event.detail)) return;
    if (canvas.zoom() < 0.6) canvas.zoom(0.75, elements.get(event.detail));
    canvas.scrollToElement(event.detail);
    if (shown) canvas.removeMarker(shown, "is-shown");
    canvas.addMarker((shown = event.detail), "is-shown");
  });
  place.dataset.drawn = "true";
}

for (const place of document.querySelectorAll("[data-diagram]")) {
  draw(place).catch((error) => {
    place.dataset.drawn = "failed";
    place.textContent = place.dataset.failed ?? String(error);
  });
}
