import ConsentStrings

/// A decoded TC string in the form that record rules read.
///
/// Members: `text` (the string itself), `created` and `lastUpdated` (epoch milliseconds), `policyVersion`,
/// `serviceSpecific`, and `purposes`: the states `granted`, `denied` or `none` by purpose id.
enum TCStringValue {
    /// Highest purpose that a policy version of the framework defines (purpose 11 came with policy 4).
    private static func highestPurpose(policyVersion: Int) -> Int { policyVersion < 4 ? 10 : 11 }

    /// Decodes a string.
    ///
    /// - Throws: ``TranslationError`` `invalidString` with the codec's sentence and bit position.
    static func value(decoding text: String, path: String) throws(TranslationError) -> Value {
        let string: TCString
        do {
            string = try TCString(text)
        } catch {
            throw TranslationError(.invalidString, error.description, path: path)
        }
        let highest = highestPurpose(policyVersion: string.policyVersion)
        var purposes = ObjectValue(capacity: highest)
        for purpose in 1...highest {
            _ = purposes.append(String(purpose), .text(state(of: purpose, in: string).rawValue))
        }
        var object = ObjectValue(capacity: 6)
        _ = object.append("text", .text(text))
        _ = object.append("created", .number(String(string.createdMilliseconds)))
        _ = object.append("lastUpdated", .number(String(string.lastUpdatedMilliseconds)))
        _ = object.append("policyVersion", .number(String(string.policyVersion)))
        _ = object.append("serviceSpecific", .bool(string.isServiceSpecific))
        _ = object.append("purposes", .object(purposes))
        return .object(object)
    }

    /// What was not asked is neither granted nor denied.
    private static func state(of purpose: Int, in string: TCString) -> Decision.State {
        switch string.answer(for: purpose) {
        case .consented: .granted
        case .refused: .denied
        case .notAsked: .none
        }
    }
}
