package import BoundedJSON

/// Why a case cannot be simulated.
package enum SimulationError: Error, Sendable, Hashable {
    /// The line is not JSON.
    case notJSON(JSONError)
    /// The line is JSON of another form; the path names the place.
    case malformed(path: String, wanted: String)
    /// The case has more steps, or makes more work, than a simulation may.
    case tooMuch

    /// A stable name for the kind of fault.
    package var code: String {
        switch self {
        case .notJSON: "notJSON"
        case .malformed: "malformedCase"
        case .tooMuch: "tooMuch"
        }
    }

    /// A sentence for the operator.
    package var message: String {
        switch self {
        case .notJSON(let error): error.description
        case .malformed(let path, let wanted): "\(path): wanted \(wanted)"
        case .tooMuch: "The case makes more work than a simulation may; take steps out of it."
        }
    }
}
