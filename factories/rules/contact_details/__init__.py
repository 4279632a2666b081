"""Names, telephone numbers and e-mail addresses of customers, leads and contacts."""
