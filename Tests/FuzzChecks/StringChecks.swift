import BoundedJSON
import ConsentStrings

/// What must hold for every string, whatever is in it.
struct StringChecks {
    private let input: [UInt8]
    private let kind: ConsentStringKind

    init(_ input: [UInt8], as kind: ConsentStringKind) {
        self.input = input
        self.kind = kind
    }

    func run() throws(Complaint) {
        let strict = Outcome(input, as: kind)
        try hold(Outcome(input, as: kind, isChecked: true) == strict, "the kernel and its checked twin differ")
        try checkLenient(strict)
        try checkQueries(strict)
        if let gap = explanationGap(of: input, as: kind) { throw Complaint("explained with a gap: \(gap)") }
        let explanation = ConsentString.explain(utf8: input.span, as: kind)
        guard case .value(let decoded) = strict else {
            try hold(explanation.error == strict.error, "the explanation has another error")
            return
        }
        try hold(
            explanation.error == nil && explanation.warnings == decoded.warnings,
            "the explanation has another verdict"
        )
        try checkEncoding(decoded.value)
        try checkForm(decoded.value)
        try checkCuts(decoded.value)
    }

    /// Whoever accepts strictly accepts leniently, as the same value.
    private func checkLenient(_ strict: Outcome) throws(Complaint) {
        let lenient = Outcome(input, as: kind, options: .lenient)
        if case .value(let value) = strict {
            guard case .value(let other) = lenient else { throw Complaint("accepted strictly, refused leniently") }
            try hold(isKept(value.value, in: other.value), "another value leniently than strictly")
        }
    }

    /// Whether what was read strictly is read so leniently. Sections of a GPP string that could not be read strictly may
    /// be, and those of unknown layouts are kept as they were freed of their wrappings.
    private func isKept(_ strict: ConsentString, in lenient: ConsentString) -> Bool {
        guard case .gpp(let strict) = strict, case .gpp(let lenient) = lenient else { return strict == lenient }
        let contents = Dictionary(lenient.sections.map { ($0.id, $0.content) }) { first, _ in first }
        return strict.sections.allSatisfy { section in
            switch section.content {
            case .unreadable, .unknown: contents[section.id] != nil
            default: contents[section.id] == section.content
            }
        }
    }

    /// The questions that are answered without a value are answered as the value answers them.
    private func checkQueries(_ strict: Outcome) throws(Complaint) {
        switch kind {
        case .tcf2:
            var decoder = TCStringDecoder()
            let mask = try? decoder.permissionMask(of: input.span, vendor: 565)
            guard case .value(let decoded) = strict, case .tcf2(let value) = decoded.value else {
                return try hold(mask == nil, "a mask of a refused string")
            }
            try hold(mask == value.permissionMask(vendor: 565), "the mask is not that of the value")
        case .gpp:
            var decoder = GPPStringDecoder()
            var answers: [GPPAnswer] = []
            let isAnswered = (try? decoder.answers(of: input.span, vendor: 565) { answers.append($0) }) != nil
            // A TC string is taken for a GPP string by the decoder of all kinds, and by it alone.
            guard case .value(let decoded) = strict, case .gpp(let value) = decoded.value else {
                return try hold(!isAnswered, "answers of a refused string")
            }
            try hold(isAnswered && answers == value.sections.map(answer), "the answers are not those of the sections")
        default: break
        }
    }

    private func answer(_ section: GPPSection) -> GPPAnswer {
        switch section.content {
        case .tcfEUv2(let value): .tcfEUv2(permissionMask: value.permissionMask(vendor: 565))
        case .usPrivacy(let value): .usPrivacy(value)
        case .us(let value): section.id > 23 ? .section(section) : .us(USOptOuts(value))
        case .unreadable(let error): .unreadable(section.id, error)
        default: .section(section)
        }
    }

    /// What was decoded is encoded, unless there is a reason, and decodes to the same.
    private func checkEncoding(_ value: ConsentString) throws(Complaint) {
        guard let text = try? value.encoded(enforcingRules: false) else {
            return try hold(!value.mustBeEncodable, "decoded, but not encoded")
        }
        let again = Outcome(Array(text.utf8), as: value.kind)
        guard case .value(let decoded) = again else { throw Complaint("encoded to a string that is refused") }
        try hold(decoded.value == value, "encoded to a string of another value")
        if let held = try? value.encoded() { try hold(held == text, "rules change the string instead of refusing it") }
    }

    /// The decoded form is read back as the same value.
    private func checkForm(_ value: ConsentString) throws(Complaint) {
        guard value.mustBeEncodable else { return }
        var printer = ConsentStringJSON()
        var writer = JSONWriter()
        try hold(printer.line(decoding: input.span, as: kind, into: &writer), "printed as an error")
        let again: ConsentString
        do throws(ConsentStringError) {
            again = try ConsentString(decodedForm: writer.bytes)
        } catch {
            throw Complaint("the decoded form is refused: \(error.message)")
        }
        guard case .gpp(let read) = again, case .gpp(let value) = value else {
            return try hold(again == value, "the decoded form is of another value")
        }
        try hold(read.sections.map(\.content) == value.sections.map(\.content), "the decoded form has other sections")
    }

    /// The string cut at some places, chosen by its bytes, grants no more.
    private func checkCuts(_ whole: ConsentString) throws(Complaint) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in input { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for place in [hash, hash >> 20, hash >> 40] where !input.isEmpty {
            let length = Int(place % UInt64(input.count))
            guard case .value(let cut) = Outcome(Array(input.prefix(length)), as: kind) else { continue }
            try hold(isNoMore(cut.value, than: whole), "cut to \(length) it grants more")
        }
    }
}

/// What decoding makes of a string.
enum Outcome: Equatable {
    case value(Decoded<ConsentString>)
    case refused(ConsentStringError)

    init(
        _ text: [UInt8],
        as kind: ConsentStringKind,
        options: ConsentStringOptions = .strict,
        isChecked: Bool = false
    ) {
        var decoder = ConsentStringDecoder(options: options, isChecked: isChecked)
        do throws(ConsentStringError) {
            self = .value(try decoder.decode(text.span, as: kind))
        } catch {
            self = .refused(error)
        }
    }

    var error: ConsentStringError? {
        if case .refused(let error) = self { error } else { nil }
    }
}

extension ConsentString {
    /// Whether nothing in a decoded string stands in the way of encoding it again: no letters that are none, no damaged
    /// segments, no value that the format has no word for.
    var mustBeEncodable: Bool {
        switch self {
        case .tcf2(let value):
            value.consentLanguage != nil && value.publisherCountryCode != nil && value.damagedSegments.isEmpty
        case .tcf1(let value):
            value.head.consentLanguage != nil && (!value.defaultConsent || value.isWithinMaxVendorID)
        case .tcf1Publisher(let value): value.head.consentLanguage != nil
        case .gpp(let value): value.sections.allSatisfy(\.mustBeEncodable)
        case .usp, .ac: true
        }
    }
}

extension TCF1String {
    /// With default consent, ids beyond MaxVendorId have none and cannot be written.
    fileprivate var isWithinMaxVendorID: Bool { vendorConsents.largest <= maxVendorID }
}

extension GPPSection {
    fileprivate var mustBeEncodable: Bool {
        switch content {
        case .tcfEUv1(let value): ConsentString.tcf1(value).mustBeEncodable
        case .tcfEUv2(let value): ConsentString.tcf2(value).mustBeEncodable
        case .tcfCAv1(let value): value.consentLanguage != nil && value.damagedSegments.isEmpty
        case .usPrivacy, .unknown: true
        case .us(let value): value.fieldNames.allSatisfy { value.values(of: $0)?.contains(3) == false }
        case .unreadable: false
        }
    }
}
