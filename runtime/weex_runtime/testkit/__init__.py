"""The test kit: pages and runtimes with locators, assertions, routes and mocks."""
