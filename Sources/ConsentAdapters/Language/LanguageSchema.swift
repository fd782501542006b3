package import BoundedJSON
import ConsentTranslation

/// Writes a JSON Schema (2020-12) from the shapes of a language, by which editors complete and check its files.
package struct LanguageSchema {
    private let title: String
    private let shapes: [Shape]

    /// The schema of a language.
    ///
    /// - Parameter shapes: its shapes, that of the whole file first.
    package init(title: String, shapes: [Shape]) {
        self.title = title
        self.shapes = shapes
    }

    /// The schema as a text for people and editors.
    package var text: String {
        var json = JSONWriter(capacity: 1 << 16)
        write(into: &json)
        return IndentedJSON.text(json.bytes)
    }

    /// Writes the schema.
    package func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("$schema", "https://json-schema.org/draft/2020-12/schema")
        json.member("title", title)
        if let file = shapes.first { json.member("$ref", "#/$defs/\(file.name)") }
        json.key("$defs")
        json.beginObject()
        for shape in shapes {
            json.key(shape.name)
            Self.write(shape, into: &json)
        }
        json.endObject()
        json.endObject()
    }

    private static func write(_ shape: Shape, into json: inout JSONWriter) {
        json.beginObject()
        json.member("description", shape.summary)
        json.member("type", "object")
        if !shape.isOpen { json.member("additionalProperties", false) }
        if shape.isChoice {
            json.key("minProperties")
            json.raw("1")
            json.key("maxProperties")
            json.raw("1")
        }
        let required = shape.fields.filter(\.isRequired).map(\.key)
        if !required.isEmpty {
            json.key("required")
            write(required, into: &json)
        }
        json.key("properties")
        json.beginObject()
        for field in shape.fields {
            json.key(field.key)
            json.beginObject()
            json.member("description", field.summary)
            write(field.kind, into: &json)
            json.endObject()
        }
        json.endObject()
        json.endObject()
    }

    /// Writes the members that constrain a value. Scalars are text to the loader, so an editor may take a number or a
    /// truth value for one.
    private static func write(_ kind: Shape.Kind, into json: inout JSONWriter) {
        switch kind {
        case .text, .path, .template:
            json.key("type")
            write(["string", "number", "boolean"], into: &json)
        case .flag:
            json.member("type", "boolean")
        case .integer(let range):
            json.member("type", "integer")
            json.key("minimum")
            json.raw(String(range.lowerBound))
            json.key("maximum")
            json.raw(String(range.upperBound))
        case .duration:
            json.member("type", "string")
            json.member("pattern", "^[0-9]+(ms|s|m|h|d)$")
        case .word(let words):
            json.key("enum")
            write(words, into: &json)
        case .list(let element):
            json.member("type", "array")
            writeMember("items", element, into: &json)
        case .oneOrMore(let element):
            write(anyOf: [element, .list(element)], into: &json)
        case .map(let name, let value):
            json.member("type", "object")
            json.key("propertyNames")
            json.beginObject()
            json.member("description", name)
            json.endObject()
            writeMember("additionalProperties", value, into: &json)
        case .shape(let name):
            json.member("$ref", "#/$defs/\(name)")
        case .either(let kinds):
            write(anyOf: kinds, into: &json)
        case .nothing:
            json.member("type", "object")
            json.member("additionalProperties", false)
        case .json:
            json.member("type", "object")
        }
    }

    private static func writeMember(_ name: String, _ kind: Shape.Kind, into json: inout JSONWriter) {
        json.key(name)
        json.beginObject()
        write(kind, into: &json)
        json.endObject()
    }

    private static func write(anyOf kinds: [Shape.Kind], into json: inout JSONWriter) {
        json.key("anyOf")
        json.beginArray()
        for kind in kinds {
            json.beginObject()
            write(kind, into: &json)
            json.endObject()
        }
        json.endArray()
    }

    private static func write(_ texts: [String], into json: inout JSONWriter) {
        json.beginArray()
        for text in texts { json.string(text) }
        json.endArray()
    }
}
