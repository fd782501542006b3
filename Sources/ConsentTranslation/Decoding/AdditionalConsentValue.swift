import ConsentStrings

/// A decoded Google Additional Consent string in the form that record rules read.
///
/// Members: `text` (the string itself), `version`, `consented` and, from version 2 on, `disclosed`: the numbers of
/// Google's ad technology providers, as texts.
enum AdditionalConsentValue {
    /// Decodes a string.
    ///
    /// - Throws: ``TranslationError`` `invalidString` with the codec's sentence.
    static func value(decoding text: String, path: String) throws(TranslationError) -> Value {
        let string: AdditionalConsent
        do {
            string = try AdditionalConsent(text)
        } catch {
            throw TranslationError(.invalidString, error.description, path: path)
        }
        var object = ObjectValue()
        _ = object.append("text", .text(text))
        _ = object.append("version", .number(String(string.version)))
        _ = object.append("consented", list(string.consented))
        if let disclosed = string.disclosed { _ = object.append("disclosed", list(disclosed)) }
        return .object(object)
    }

    private static func list(_ providers: [Int]) -> Value {
        .list(providers.map { .text(String($0)) })
    }
}
