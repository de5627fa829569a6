"use strict";

const byId = id => document.getElementById(id);
const model = document.body.dataset.model;

async function predict(text) {
  const response = await fetch(`v1/models/${encodeURIComponent(model)}:predict`, {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({instances: [{text}]}),
  });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error || `The server answered ${response.status}.`);
  }
  return body.predictions[0];
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function bar(probability, threshold) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 100 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const add = (name, attributes) => {
    const shape = document.createElementNS(svg.namespaceURI, name);
    Object.entries(attributes).forEach(([key, value]) => shape.setAttribute(key, value));
    shape.setAttribute("vector-effect", "non-scaling-stroke");
    svg.append(shape);
  };
  add("rect", {class: "track", width: 100, height: 10});
  add("rect", {class: "bar", width: 100 * probability, height: 10});
  add("line", {class: "threshold", x1: 100 * threshold, x2: 100 * threshold, y1: 0, y2: 10});
  return svg;
}

/** What the labels are shown of, and the one threshold for all of them, or null for each label's own. */
let shown = null;
let threshold = null;

function showLabels() {
  const prediction = shown;
  const known = !prediction.warning.startsWith("no known words");
  const rows = prediction.label_names.map((label, i) => ({
    label,
    probability: prediction.probabilities[i],
    threshold: threshold ?? prediction.thresholds[i],
    predicted: threshold === null ? prediction.labels.includes(label) : prediction.probabilities[i] > threshold,
  }));
  rows.sort((a, b) => b.probability - a.probability);
  byId("labels").replaceChildren(...rows.map(row => {
    const line = document.createElement("tr");
    line.className = row.predicted ? "predicted" : "";
    const head = element("th", row.label);
    head.scope = "row";
    const last = document.createElement("td");
    last.append(bar(row.probability, row.threshold));
    line.append(head, element("td", row.probability.toFixed(3)), element("td", row.threshold.toFixed(3)),
      element("td", row.predicted ? "yes" : "no"), last);
    return line;
  }));
  const predicted = rows.filter(row => row.predicted).map(row => row.label);
  byId("predicted").textContent = !known ? "No label: the model knows none of the text's words."
    : predicted.length ? predicted.join(", ") : "No label exceeds its threshold.";
  byId("all").hidden = !known;
  byId("warning").hidden = !prediction.warning;
  byId("warning").textContent = prediction.warning ? `Warning: ${prediction.warning}.` : "";
  byId("unread").textContent = prediction.unread_tokens
    ? `The model is shorter than the text: it does not read the last ${prediction.unread_tokens} words.` : "";
  showThreshold();
  byId("result").hidden = false;
}

function showThreshold() {
  const slider = byId("threshold");
  const own = shown.thresholds;
  const text = threshold === null ? "each label's own" : `${threshold.toFixed(3)} for all labels`;
  if (threshold === null) {
    slider.value = own.reduce((sum, each) => sum + each, 0) / own.length;
  }
  slider.setAttribute("aria-valuetext", text);
  byId("threshold-shown").textContent = text;
  byId("own").disabled = threshold === null;
}

byId("threshold").addEventListener("input", event => {
  threshold = Number(event.target.value);
  showLabels();
});

byId("own").addEventListener("click", () => {
  threshold = null;
  showLabels();
  byId("threshold").focus();
});

/** Weights of the words; where there are sentences, times the weight of the sentence. */
function weights(prediction, expert) {
  const of = values => Array.isArray(values[0]) ? values[expert] : values;
  const words = of(prediction.attention);
  const sentences = prediction.sentence_attention ? of(prediction.sentence_attention) : words.map(() => 1);
  return words.map((weight, i) => weight * sentences[i]);
}

function showWords(prediction, expert) {
  const values = weights(prediction, expert);
  const most = Math.max(...values, 1e-9);
  // Whether words are parted by spaces: not in Chinese.
  const space = /[^\x00-\x7f]/.test(prediction.tokens.join("")) ? "" : " ";
  byId("words").replaceChildren(...prediction.tokens.flatMap((token, i) => {
    if (token === "") {
      return [];
    }
    const word = element("span", token);
    if (token !== "\n") {
      word.title = `weight ${values[i].toFixed(4)}`;
      word.style.backgroundColor = `rgba(var(--mark), ${(0.75 * values[i] / most).toFixed(3)})`;
    }
    return space ? [word, space] : [word];
  }));
  const order = values.map((_, i) => i).filter(i => prediction.tokens[i].trim()).sort((a, b) => values[b] - values[a]);
  byId("strongest").textContent =
    order.slice(0, 5).map(i => `${prediction.tokens[i]} ${(100 * values[i]).toFixed(1)} %`).join(", ");
}

function showAttention(prediction) {
  byId("attention").hidden = false;
  byId("looked").hidden = !prediction.attention;
  byId("no-attention").hidden = Boolean(prediction.attention);
  if (!prediction.attention) {
    return;
  }
  const experts = Array.isArray(prediction.attention[0]);
  byId("attention-label").hidden = !experts;
  const which = byId("which");
  which.replaceChildren(...prediction.label_names.map((label, i) => new Option(label, i)));
  which.onchange = () => showWords(prediction, Number(which.value));
  showWords(prediction, 0);
}

byId("form").addEventListener("submit", async event => {
  event.preventDefault();
  const status = byId("status");
  const button = document.querySelector("button");
  status.className = "";
  status.textContent = "Predicting …";
  button.disabled = true;
  try {
    const prediction = await predict(byId("text").value);
    shown = prediction;
    showLabels();
    showAttention(prediction);
    status.textContent = "";
    byId("result-title").focus();
  } catch (problem) {
    status.className = "error";
    status.textContent = problem.message;
    byId("result").hidden = true;
    byId("attention").hidden = true;
  } finally {
    button.disabled = false;
  }
});

byId("text").addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    byId("form").requestSubmit();
  }
});
