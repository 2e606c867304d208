"""Making PDF documents: templates in Typst, data as JSON, letters shipped with the product."""
