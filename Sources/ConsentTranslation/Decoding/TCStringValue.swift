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
        let decoded: DecodedTCString
        do {
            decoded = try DecodedTCString(text)
        } catch {
            throw TranslationError(.invalidString, error.description, path: path)
        }
        let members = [
            member("text", .text(text)),
            member("created", .number(String(decoded.value.createdMilliseconds))),
            member("lastUpdated", .number(String(decoded.value.lastUpdatedMilliseconds))),
            member("policyVersion", .number(String(decoded.value.policyVersion))),
            member("serviceSpecific", .bool(decoded.value.isServiceSpecific)),
            member("purposes", .object(purposes(of: decoded))),
        ]
        return .object(ObjectValue(distinct: members, tcString: decoded))
    }

    private static func member(_ name: String, _ value: Value) -> ObjectValue.Member {
        ObjectValue.Member(name: name, value: value)
    }

    private static func purposes(of string: DecodedTCString) -> ObjectValue {
        let names = purposeNames
        let highest = highestPurpose(policyVersion: string.value.policyVersion)
        var members: [ObjectValue.Member] = []
        members.reserveCapacity(highest)
        for purpose in 1...highest {
            members.append(member(names[purpose - 1], .text(state(of: purpose, in: string).rawValue)))
        }
        return ObjectValue(distinct: members)
    }

    /// The ids of all purposes as texts, from purpose 1 on.
    private static let purposeNames = (1...11).map(String.init)

    /// What was not asked is neither granted nor denied.
    private static func state(of purpose: Int, in string: DecodedTCString) -> Decision.State {
        switch string.value.answer(for: purpose) {
        case .consented: .granted
        case .refused: .denied
        case .notAsked: .none
        }
    }
}
