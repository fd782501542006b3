import BoundedJSON
import ConsentStrings

/// What the fuzzer makes inputs for, one target each. The tests replay the inputs that were kept.
public enum FuzzFormat: String, CaseIterable, Sendable {
    /// TC strings of TCF 2.
    case tcf2
    /// Strings of TCF 1, read as both kinds.
    case tcf1
    /// GPP strings.
    case gpp
    /// US Privacy strings.
    case usp
    /// Additional Consent strings.
    case ac
    /// Key dumps of mobile SDKs.
    case keys
    /// JSON, for the reader and for all that is read from JSON: decoded forms, vendor lists, CMP lists.
    case json

    /// Gives an input to all that reads this format.
    ///
    /// - Returns: what does not hold for it; nothing if all is well.
    public func complaint(about input: [UInt8]) -> String? {
        do throws(Complaint) {
            switch self {
            case .tcf2: try StringChecks(input, as: .tcf2).run()
            case .tcf1:
                try StringChecks(input, as: .tcf1).run()
                try StringChecks(input, as: .tcf1Publisher).run()
            case .gpp: try StringChecks(input, as: .gpp).run()
            case .usp: try StringChecks(input, as: .usp).run()
            case .ac: try StringChecks(input, as: .ac).run()
            case .keys: try KeyChecks(input).run()
            case .json: try JSONChecks(input).run()
            }
            return nil
        } catch {
            return error.message
        }
    }
}

/// What does not hold.
struct Complaint: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

/// Complains if something does not hold.
func hold(_ condition: Bool, _ message: @autoclosure () -> String) throws(Complaint) {
    if !condition { throw Complaint(message()) }
}
