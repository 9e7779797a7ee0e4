"""JSON over HTTP: schemas, blueprints, the OpenAPI document and problem details."""
