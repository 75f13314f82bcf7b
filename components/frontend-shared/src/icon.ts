/** Icons are path data on a 24 × 24 field. */
const SVG = "http://www.w3.org/2000/svg";

/** A decorative icon: the word beside it, or the label of its button, carries the meaning. */
export function drawIcon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  svg.append(document.createElementNS(SVG, "path"));
  redrawIcon(svg, path);
  return svg;
}

export function redrawIcon(svg: SVGElement, path: string): void {
  const drawn = svg.firstElementChild;
  if (drawn?.getAttribute("d") !== path) drawn?.setAttribute("d", path);
}
