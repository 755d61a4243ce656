// An MCP Apps host on the official AppBridge. The test behind this page is its MCP client.
import { AppBridge, PostMessageTransport, getToolUiResourceUri } from "/bridge.js";

async function mcp(method, params) {
  const response = await fetch("/mcp", { method: "POST", body: JSON.stringify({ method, params }) });
  const { result, error } = await response.json();
  if (error) {
    throw new Error(error.message);
  }
  return result;
}

function without(dropped, result) {
  if (dropped === "invoice") {
    const { invoice, ...others } = result.structuredContent;
    return { ...result, structuredContent: others };
  }
  return dropped ? { ...result, structuredContent: undefined } : result;
}

/**
 * Calls a tool as a model does and shows its app.
 *
 * options: theme, variables, width (pixels), serverTools (false: the app may call nothing),
 * drops ("shown": the app gets no structuredContent of the model's call; "invoice":
 * all of it but the invoice; "all": none of any call),
 * origin (false: the app has none of its own), holds (a tool: the app's calls of it wait for release() or fail(error)).
 *
 * resend(changes) gives the app the result of the model's call once more, with these fields changed.
 */
window.openApp = async (name, args, options = {}) => {
  window.appCalls = [];
  document.querySelector("iframe")?.remove();
  const { tools } = await mcp("tools/list", {});
  const tool = tools.find((each) => each.name === name);
  const uri = getToolUiResourceUri(tool);
  const result = await mcp("tools/call", { name, arguments: args });

  document.body.className = options.theme ?? "light";
  const frame = document.createElement("iframe");
  frame.sandbox = options.origin === false ? "allow-scripts" : "allow-scripts allow-same-origin";
  frame.style.width = `${options.width ?? 600}px`;
  document.body.prepend(frame);

  const capabilities = options.serverTools === false ? {} : { serverTools: {}, updateModelContext: {} };
  const hostContext = {
    theme: options.theme ?? "light",
    styles: { variables: options.variables ?? {} },
    displayMode: "inline",
    containerDimensions: { maxHeight: 500, width: options.width ?? 600 },
    locale: "en-US",
    timeZone: "UTC",
    platform: "desktop",
    toolInfo: { id: 1, tool },
  };
  const bridge = new AppBridge(null, { name: "card-host", version: "1" }, capabilities, { hostContext });
  bridge.oncalltool = async (params) => {
    if (options.serverTools === false) {
      throw new Error("This host lets apps call nothing.");
    }
    window.appCalls.push(params);
    if (options.holds === params.name) {
      await new Promise((release, fail) => Object.assign(window, { release, fail }));
    }
    return without(options.drops === "all", await mcp("tools/call", params));
  };
  bridge.onupdatemodelcontext = async (params) => {
    window.modelContext = params;
    return {};
  };
  bridge.onsizechange = ({ height }) => (frame.style.height = `${height}px`);
  const changed = (changes) => ({ ...result, structuredContent: { ...result.structuredContent, ...changes } });
  window.resend = (changes) =>
    bridge.sendToolResult(without(options.drops, changes ? changed(changes) : result));
  bridge.oninitialized = async () => {
    await bridge.sendToolInput({ arguments: args });
    await window.resend();
  };
  window.bridge = bridge;
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
  frame.src = `/app?uri=${encodeURIComponent(uri)}`;
};
document.body.dataset.ready = "true";
