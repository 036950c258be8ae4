// The one thing that needs a script: a button that copies an address. Without it, it stays hidden.
for (const button of navigator.clipboard ? document.querySelectorAll("button[data-copies]") : []) {
  const address = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    address.select();
    await navigator.clipboard.writeText(address.value);
    button.textContent = button.dataset.done;
  });
}
