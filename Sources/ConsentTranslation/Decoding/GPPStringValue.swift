import ConsentStrings

/// A decoded GPP string in the form that record rules read.
///
/// Members: `text` (the string itself), `sections` (the names of those that it holds), `choices` (`sale_or_sharing` and
/// `advertising`: the states of all United States sections together, absent without one) and `tcf` (the TC string of
/// section 2 as ``TCStringValue`` gives it, absent without one).
enum GPPStringValue {
    /// Decodes a string.
    ///
    /// - Throws: ``TranslationError`` `invalidString` with the codec's sentence, also where a single section cannot be
    ///   read: what is lost may be the very refusal.
    static func value(decoding text: String, path: String) throws(TranslationError) -> Value {
        let string: GPPString
        do {
            string = try GPPString(text)
        } catch {
            throw TranslationError(.invalidString, error.description, path: path)
        }
        var object = ObjectValue()
        _ = object.append("text", .text(text))
        _ = object.append("sections", .list(string.sections.map { .text($0.name) }))
        for section in string.sections {
            switch section.content {
            case .unreadable(let error):
                throw TranslationError(.invalidString, "Section \(section.name): \(error.description)", path: path)
            case .tcfEUv2:
                _ = object.append("tcf", try TCStringValue.value(decoding: section.text, path: path))
            default:
                break
            }
        }
        if let choices = choices(of: string) { _ = object.append("choices", choices) }
        return .object(object)
    }

    private static func choices(of string: GPPString) -> Value? {
        let all = string.purposeChoices
        guard !all.isEmpty else { return nil }
        var object = ObjectValue()
        for purpose in USPurpose.allCases {
            let choices = all.filter { $0.purpose == purpose }.map(\.choice)
            _ = object.append(purpose.rawValue, .text(USChoiceWord.state(of: choices).rawValue))
        }
        return .object(object)
    }
}
