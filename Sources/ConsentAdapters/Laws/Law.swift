/// What every adapter must keep, whatever CMP it reads. The laws are checked over the adapter's own cases, without any
/// effort of its author; the article "The laws of adapters" has the reasons.
public enum Law: String, Sendable, Hashable, CaseIterable {
    /// Cases say what they must.
    case cases
    /// The kinds of case that show what an adapter can do.
    case kinds
    /// Cut payloads.
    case truncation
    /// Flipped bits and lost bytes.
    case damage
    /// Percent-escapes too many.
    case escapes
    /// Values in values without end.
    case nesting
    /// Payloads as long as they may be, and longer.
    case repeats
    /// The same twice.
    case repetition
    /// What errors must not say.
    case silence
    /// Manifests whose every part is needed by a case.
    case mutation

    /// The law, in a sentence.
    public var statement: String {
        switch self {
        case .cases:
            "Every case comes out as it says."
        case .kinds:
            "Every kind of case is there, or the manifest says why it cannot be."
        case .truncation:
            "A payload that is cut off at any byte grants nothing that the whole one does not."
        case .damage:
            "Flipped bits and lost bytes crash nothing; what still reads can be stored and read again; a decision that a "
                + "flipped bit grants is not granted where the same byte is made illegible, unless it is without the "
                + "whole cookie, key or member that the byte is in."
        case .escapes:
            "Percent-escapes on top, of the whole payload or of single bytes, grant nothing that the payload does not."
        case .nesting:
            "Values nested without end are refused, or grant nothing that the payload does not."
        case .repeats:
            "A payload repeated up to the limit grants nothing that it does not grant once; beyond the limit it is refused."
        case .repetition:
            "A payload, or a part of it, said twice grants nothing that it does not grant once, also where the second "
                + "says otherwise."
        case .silence:
            "No error repeats anything of the payload."
        case .mutation:
            "Every part of the manifest that can be left out, turned round or read as a grant is missed by a case."
        }
    }

    /// What the author of an adapter does about a breach.
    public var cure: String {
        switch self {
        case .cases:
            "Correct the manifest, or the case; adapter test --update writes what came into the case."
        case .kinds:
            "Write a case of the kind, or say under tests.without why there can be none."
        case .truncation:
            "Let the record be undecided where what comes last is missing: absent fields, and `last` of cookies."
        case .damage, .nesting:
            "Read the decisions only where everything that they rest on is there: require, and when with is or present."
        case .escapes:
            "Undo only as many escapes as the CMP makes, each alternative of first_of ending in a require."
        case .repeats, .repetition:
            "Refuse what comes twice with different values instead of taking one of them."
        case .silence:
            "Say what is wrong in words of the manifest."
        case .mutation:
            "Write a case that misses it, take it out, or say under tests.untested why there is neither."
        }
    }
}

/// A place where an adapter breaks a law.
public struct LawBreach: Sendable, Hashable {
    /// The law.
    public let law: Law
    /// The case that shows it; nil where it is about all of them.
    public let caseName: String?
    /// What happened and what to do, with the seed where chance had a part in it. Nothing of a payload.
    public let message: String

    package init(_ law: Law, case caseName: String? = nil, _ message: String) {
        self.law = law
        self.caseName = caseName
        self.message = message
    }
}

extension LawBreach: CustomStringConvertible {
    /// `truncation, accept-all: cut after 12 of 40 bytes it approves aam, which the whole does not`.
    public var description: String {
        "\(law.rawValue)\(caseName.map { ", \($0)" } ?? ""): \(message)"
    }
}

/// How much work the laws may do. Everything but the time is the same in every run: chance has a seed.
public struct LawEffort: Sendable, Hashable {
    /// Most places at which one payload is cut; a longer one is cut at its ends and by chance between them.
    public var cuts: Int
    /// Bits flipped in all payloads together.
    public var flips: Int
    /// Bytes lost, doubled or replaced, escapes and repetitions of parts: variants of all payloads together.
    public var variants: Int
    /// Levels of nested values.
    public var depth: Int
    /// Bytes of a payload that must be refused for its length.
    public var refusedBytes: Int
    /// Cases whose payloads are repeated and nested.
    public var enlargedCases: Int
    /// The seed of all chance.
    public var seed: UInt64

    /// What a test run affords for every adapter.
    public static let quick = LawEffort(
        cuts: 4_096,
        flips: 2_000,
        variants: 400,
        depth: 50_000,
        refusedBytes: (1 << 20) + 1,
        enlargedCases: 1,
        seed: 0xB17
    )

    /// What the author of one adapter affords.
    public static let full = LawEffort(
        cuts: 65_536,
        flips: 20_000,
        variants: 4_000,
        depth: 200_000,
        refusedBytes: 10 << 20,
        enlargedCases: 4,
        seed: 0xB17
    )
}
