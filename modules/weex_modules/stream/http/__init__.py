"""HTTP requests on workers, over pooled connections."""
