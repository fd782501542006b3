public import BoundedJSON

/// The JSON Schema of manifests, by which editors complete and check them.
public enum ManifestSchema {
    private static let schema = LanguageSchema(title: "ConsentBridge adapter manifest", shapes: ManifestLanguage.shapes)

    /// The schema as a text for people and editors.
    public static var text: String { schema.text }

    /// Writes the schema (JSON Schema 2020-12).
    public static func write(into json: inout JSONWriter) { schema.write(into: &json) }
}
