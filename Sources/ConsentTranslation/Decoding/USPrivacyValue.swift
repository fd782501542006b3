import ConsentStrings

/// A decoded US Privacy string in the form that record rules read.
///
/// Members: `text` (the string itself) and `choices` with the one member `sale_or_sharing`: `denied` after an opt-out,
/// `granted` where there is none, `none` where the law does not apply or the string does not say.
enum USPrivacyValue {
    /// Decodes a string.
    ///
    /// - Throws: ``TranslationError`` `invalidString` with the codec's sentence.
    static func value(decoding text: String, path: String) throws(TranslationError) -> Value {
        let string: USPrivacyString
        do {
            string = try USPrivacyString(text)
        } catch {
            throw TranslationError(.invalidString, error.description, path: path)
        }
        var choices = ObjectValue()
        _ = choices.append(USPurpose.saleOrSharing.rawValue, .text(USChoiceWord.state(of: [string.sale]).rawValue))
        var object = ObjectValue()
        _ = object.append("text", .text(text))
        _ = object.append("choices", .object(choices))
        return .object(object)
    }
}

/// The state that choices of United States sections come to.
enum USChoiceWord {
    /// One refusal refuses; one that is not known leaves the rest undecided; one that permits needs all others to
    /// permit or not to apply.
    static func state(of choices: [USChoice?]) -> Decision.State {
        if choices.contains(where: { $0?.isRefusal == true }) { return .denied }
        if choices.contains(nil) { return .none }
        return choices.contains(.permitted) ? .granted : .none
    }
}
