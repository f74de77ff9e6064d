"""Long work with a progress bar: started by somebody, done in the background, watched on a page of its own."""
