"""Pages of programmes, by who reads them."""
