// What the page uses of the official host library; bundled by esbuild when it is installed.
export { AppBridge, PostMessageTransport, getToolUiResourceUri } from "@modelcontextprotocol/ext-apps/app-bridge";
