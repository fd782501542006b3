/// The bounds of everything that the scripted server reads, keeps or waits for.
///
/// A scenario is a file that somebody edits by hand, and a mistyped number must end in a sentence, not in a test run
/// that swallows the machine.
enum Limits {
    /// The most routes of one scenario.
    static let maxRoutes = 100
    /// The most faults of one route.
    static let maxFaultsPerRoute = 1_000
    /// The most collections of one scenario.
    static let maxCollections = 20
    /// The most people in one generated collection.
    static let maxGeneratedSubjects = 2_000_000
    /// The longest file of a collection, or of an answer's body. Scenario files have the limit of all YAML files.
    static let maxFileBytes = 64 * 1024 * 1024
    /// The longest wait that a scenario may ask for, in seconds.
    static let maxWaitSeconds = 3_600
    /// The widest window that a feed may allow, in days.
    static let maxWindowDays = 3_650
    /// The largest page that a feed may allow.
    static let maxPageSize = 5_000
    /// The longest request body that the server reads; whatever is longer is answered with 413.
    static let maxRequestBodyBytes = 64 * 1024
    /// The most requests whose header fields and bodies the log keeps: the last ones.
    static let maxKeptBodies = 100
    /// The most requests that the log keeps; later ones are counted only.
    static let maxLoggedRequests = 200_000
}
