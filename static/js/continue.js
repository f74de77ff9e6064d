/* A long piece of work done in steps: the form marked data-continue is sent again by itself until the work is done. */
const form = document.querySelector("form[data-continue]");
if (form) {
  setTimeout(() => form.requestSubmit(), 200);
}
