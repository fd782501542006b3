import ConsentTranslation
import OptIn

extension CaseExpectation {
    /// Reads the section `expect`.
    init?(_ node: YAMLNode, _ sink: DiagnosticSink) {
        guard let section = YAMLMapping(node, "expect", CaseLanguage.expectation, sink: sink) else { return nil }
        var fields: [Field: Content] = [:]
        for field in Field.allCases where section.node(field.rawValue) != nil {
            fields[field] = field.content(in: section)
        }
        self.init(fields: fields)
        for category in approved.intersection(denied).categories {
            sink.report(
                .invalidValue,
                at: section.node("denied")?.position,
                "\(category.rawValue) cannot be both approved and denied."
            )
        }
        if let error = section.node("error"), fields.count > 1 {
            sink.report(
                .invalidValue,
                at: error.position,
                "Where the payload is refused nothing else comes of it; leave the other fields out."
            )
        }
    }
}

extension CaseExpectation.Field {
    fileprivate func content(in section: YAMLMapping) -> CaseExpectation.Content? {
        let key = rawValue
        switch self {
        case .error:
            return section.word(key, of: TranslationError.Code.self).map { .text($0.rawValue) }
        case .records:
            return section.integer(key, in: 0...TranslationLimits.maxPairs).map { .text(String($0)) }
        case .approved, .denied:
            let found = CategoryReader(sink: section.sink).categories(section.list(key))
            return .list(CategorySet(found).categories.map(\.rawValue))
        case .explicit:
            guard let text = section.text(key) else { return nil }
            if ["true", "false", CaseExpectation.untold].contains(text) { return .text(text) }
            let position = section.node(key)?.position
            section.sink.report(.wrongType, at: position, "explicit must be true, false or \(CaseExpectation.untold).")
            return nil
        case .gpc, .gdprApplies:
            return section.flag(key).map { .text(String($0)) }
        case .decidedAt, .expiresAt:
            return AdapterCase.instant(section, key).map { .text($0.iso8601) }
        case .undecided, .recordID, .region, .regulation:
            return section.text(key).map { .text($0) }
        case .subjects:
            return .list(section.list(key).compactMap { section.text(of: $0, key) })
        case .decisions, .labels, .changed, .ends, .strings:
            return map(in: section)
        }
    }

    private func map(in section: YAMLMapping) -> CaseExpectation.Content {
        var map: [String: String] = [:]
        for entry in section.free(rawValue) {
            guard let text = section.text(of: entry.value, entry.key) else { continue }
            switch self {
            case .decisions:
                map[entry.key] =
                    section.word(text, at: entry.value.position, entry.key, of: Decision.State.self)?.rawValue
            case .changed, .ends:
                map[entry.key] = AdapterCase.instant(text, at: entry.value.position, entry.key, section.sink)?.iso8601
            default:
                map[entry.key] = text
            }
        }
        return .map(map)
    }
}
