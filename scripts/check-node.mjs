// Imported first by every script: says in one line that this Node is too old, before a library says it in forty.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Probewarden needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(2);
}
