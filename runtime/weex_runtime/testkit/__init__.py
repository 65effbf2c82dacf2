"""What tests use: pages and runtimes with locators, expectations, routes and mocks."""
