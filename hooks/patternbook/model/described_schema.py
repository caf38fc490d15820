"""JSON Schema of the models, with the descriptions of fields; what differs from one use to another is added by those who use it."""

from __future__ import annotations

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DataclassSchema

from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import fields_of
from patternbook.model.struct import ModelStruct


class DescribedSchema(GenerateJsonSchema):
    """Adds the descriptions of fields, which the models do not carry themselves."""

    def dataclass_schema(self, schema: DataclassSchema) -> JsonSchemaValue:
        """The schema of one model, whose properties have the keys of YAML."""
        model: type[ModelStruct] = schema["cls"]
        json_schema, texts = super().dataclass_schema(schema), descriptions(model)
        for field in fields_of(model):
            if texts[field.name]:
                json_schema["properties"][field.key]["description"] = texts[field.name]
        return json_schema
