"""Business numbers: what is usual in the trade, each with its unit and its source.

A package for each area of the business:

- ``accounting``: invoices, how customers pay, yearly price rises, document numbers
- ``appointments``: booking, arrival windows, cancellations, work orders
- ``calls``: demand, breakdowns, emergencies, service visits, time on site, warranty claims
- ``contact_details``: names, telephone numbers, e-mail addresses
- ``crew``: technicians and vans, dispatch, where vans are seen
- ``crm``: customers, campaigns and leads, quotes, contracts, mailing list, feedback
- ``equipment``: kinds, models, what is installed where, what fails, what instruments read
- ``hours``: working days, office hours, time zones
- ``parts``: the catalog, prices, suppliers, stock, which parts a visit takes
- ``region``: metropolitan areas, towns, streets, weather

And four modules that stand alone: ``mess`` (defects injected on purpose), ``single`` (what a row
made by itself assumes about the rest of the company), ``habits`` (how much a short history tells
of a company's habits), ``variety`` (how far companies differ from each other).
"""
