import ConsentStrings
import Testing

/// The unchecked decode kernel against its checked twin: they must agree on everything, and above all on damage.
@Suite("The unchecked kernel and its checked twin")
struct DecodeKernelTests {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.".utf8)

    /// Strings from random models, from vectors and of no model at all.
    private static func strings(_ models: inout RandomModels) throws -> [[UInt8]] {
        var strings = try Vectors.sample("tcf2.jsonl").map { Array($0.text.utf8) }
        for _ in 0..<200 {
            var model = models.tcString()
            // Short ones are damaged where it matters more often than long ones.
            if models.flag() {
                model.vendorConsents = VendorSet((1...models.number(1...40)).filter { _ in models.flag() })
            }
            strings.append(Array(try model.encoded(enforcingRules: false).utf8))
        }
        for length in 0...80 {
            strings.append(Array("C".utf8) + (0..<length).map { _ in alphabet[models.number(0...64)] })
        }
        return strings
    }

    /// Flips bits, changes, cuts out, doubles and appends characters.
    static func damage(_ bytes: inout [UInt8], _ models: inout RandomModels) {
        for _ in 0..<models.number(0...3) where !bytes.isEmpty {
            let at = models.number(0...bytes.count - 1)
            switch models.number(0...5) {
            case 0: bytes[at] ^= 1 << UInt8(models.number(0...7))
            case 1: bytes[at] = alphabet[models.number(0...64)]
            case 2: bytes.removeSubrange(at..<min(bytes.count, at + models.number(1...9)))
            case 3: bytes.removeLast(models.number(0...bytes.count))
            case 4: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + models.number(1...9))], at: at)
            default: bytes += (0..<models.number(1...12)).map { _ in alphabet[models.number(0...64)] }
            }
        }
    }

    /// What a decoder makes of a string.
    private enum Outcome<Value: Equatable>: Equatable {
        case value(Value)
        case refused(ConsentStringError)

        init(_ body: () throws(ConsentStringError) -> Value) {
            do throws(ConsentStringError) { self = .value(try body()) } catch { self = .refused(error) }
        }
    }

    @Test("100,000 random and damaged strings come to the same value, warnings, mask or error")
    func twins() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var models = RandomModels(seed: seed)
        let strings = try Self.strings(&models)
        var kernel = TCStringDecoder()
        var twin = TCStringDecoder(isChecked: true)
        var used = TCString()
        for round in 0..<100_000 {
            var bytes = strings[round % strings.count]
            Self.damage(&bytes, &models)
            let text = bytes.span
            let vendor = models.number(0...1_000)
            let expected = Outcome { () throws(ConsentStringError) in try twin.decode(text) }
            let again = Outcome { () throws(ConsentStringError) in
                let warnings = try kernel.decode(text, into: &used)
                return Decoded(value: used, warnings: warnings)
            }
            let mask = Outcome { () throws(ConsentStringError) in try kernel.permissionMask(of: text, vendor: vendor) }
            let twinMask = Outcome { () throws(ConsentStringError) in
                try twin.permissionMask(of: text, vendor: vendor)
            }
            guard again == expected, mask == twinMask else {
                Issue.record("seed \(seed), round \(round): the kernel and its twin differ")
                return
            }
            switch (expected, mask) {
            case (.value(let decoded), .value(let mask)):
                guard decoded.value.permissionMask(vendor: vendor) == mask else {
                    Issue.record("seed \(seed), round \(round): the mask is not that of the value")
                    return
                }
            case (.refused, .refused): #expect(used == TCString(), "seed \(seed): a refused string left something")
            default:
                Issue.record("seed \(seed), round \(round): only one of the value and the mask is refused")
                return
            }
        }
    }

    @Test("30,000 damaged strings of every kind come to the same value, warnings or error")
    func everyKind() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var models = RandomModels(seed: seed)
        let strings = try ExplainedString.all().map { (text: Array($0.vector.text.utf8), kind: $0.kind) }
        var kernel = ConsentStringDecoder()
        var twin = ConsentStringDecoder(isChecked: true)
        for round in 0..<30_000 {
            var bytes = strings[round % strings.count].text
            let kind = strings[round % strings.count].kind
            if round >= strings.count { Self.damage(&bytes, &models) }
            let expected = Outcome { () throws(ConsentStringError) in try twin.decode(bytes.span, as: kind) }
            let decoded = Outcome { () throws(ConsentStringError) in try kernel.decode(bytes.span, as: kind) }
            guard decoded == expected else {
                Issue.record("seed \(seed), round \(round): the kernel and its twin differ")
                return
            }
        }
    }

    @Test("the questions to a GPP string are answered as its decoded sections answer them, whatever the damage")
    func answers() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var models = RandomModels(seed: seed)
        let strings = try Vectors.sample("gpp.jsonl").map { Array($0.text.utf8) }
        var decoder = GPPStringDecoder()
        var twin = GPPStringDecoder(isChecked: true)
        for round in 0..<20_000 {
            var bytes = strings[round % strings.count]
            if round >= strings.count { Self.damage(&bytes, &models) }
            let decoded = Outcome { () throws(ConsentStringError) in try decoder.decode(bytes.span).value }
            var answers: [GPPAnswer] = []
            let asked = Outcome { () throws(ConsentStringError) in
                try decoder.answers(of: bytes.span, vendor: 565) { answers.append($0) }
                return true
            }
            var twinAnswers: [GPPAnswer] = []
            try? twin.answers(of: bytes.span, vendor: 565) { twinAnswers.append($0) }
            #expect(answers == twinAnswers, "seed \(seed), round \(round)")
            switch (decoded, asked) {
            case (.value(let string), .value):
                #expect(answers == string.sections.map(Self.answer), "seed \(seed), round \(round)")
            case (.refused(let error), .refused(let other)):
                #expect(error == other, "seed \(seed), round \(round)")
            default:
                Issue.record("seed \(seed), round \(round): only one of the value and the answers is refused")
            }
        }
    }

    /// The answer that a decoded section gives.
    private static func answer(_ section: GPPSection) -> GPPAnswer {
        switch section.content {
        case .tcfEUv2(let value): .tcfEUv2(permissionMask: value.permissionMask(vendor: 565))
        case .usPrivacy(let value): .usPrivacy(value)
        case .us(let value): section.id > 23 ? .section(section) : .us(USOptOuts(value))
        case .unreadable(let error): .unreadable(section.id, error)
        default: .section(section)
        }
    }
}
