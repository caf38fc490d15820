"""How to cite the catalogue and its entries: what a citation is made of, its styles, its formats, files that hold many."""
