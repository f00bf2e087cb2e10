/**
 * A hosted field as nobody should build one, to show that each attack would work: it takes
 * a port from anybody, at any time, answers what it is asked, tells everybody what is
 * typed, takes any style, and sends the card wherever it is told to.
 */
export const CARELESS_FIELD = `<!doctype html>
<title>Careless field</title>
<style>body { margin: 0 } input { width: 100%; border: 0; padding: 0; font: 16px/24px sans-serif }</style>
<input id="field" aria-label="Field">
<script>
  const input = document.getElementById("field");
  const [checkout, field] = location.hash.slice(1).split(".");
  const ports = [];
  const tell = (message) => { for (const port of ports) port.postMessage(message); };
  window.tenderField = { text: () => input.value };
  input.addEventListener("input", () => {
    input.setAttribute("value", input.value);
    tell({ type: "change", value: input.value, length: input.value.length });
  });
  const obey = ({ type, address, options }, port) => {
    if (type === "options") {
      const { base = {}, sheet = "" } = options.style ?? {};
      const declarations = Object.entries(base).map(([name, value]) =>
        name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase()) + ": " + value).join(";");
      const style = document.createElement("style");
      style.textContent = sheet + "input { " + declarations + " }";
      document.head.append(style);
    } else if (type === "tokenize") {
      fetch(address ?? "/tokens", { method: "POST", mode: "no-cors", body: input.value });
    } else {
      port.postMessage({ type, value: input.value });
    }
  };
  addEventListener("message", ({ ports: [port] }) => {
    if (!port) return;
    ports.push(port);
    port.onmessage = ({ data }) => obey(data, port);
  });
  parent.postMessage({ tender: "ready", checkout, field }, "*");
</script>`;
