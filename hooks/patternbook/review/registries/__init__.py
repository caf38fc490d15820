"""Works of the bibliography compared with what registries of DOIs say of them."""
