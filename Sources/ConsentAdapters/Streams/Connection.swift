public import ConsentTranslation

/// What a site says about its account at a CMP: the parameters that the adapter's manifest asks for.
public struct Connection: Sendable, Hashable {
    /// Plain parameters by name.
    public var values: [String: String]
    /// Secret parameters by name.
    public var secrets: [String: Secret]
    /// Allows plain http to loopback addresses, for the scripted CMP; never for a real one.
    public var isInsecureTest: Bool
    /// Allows addresses of private networks, for a platform that is hosted on site.
    public var allowsPrivateAddresses = false
    /// How much may be asked of the account, beside the adapter's own limits.
    public var limits = AccountLimits()
    /// The neutral purposes of the account's own keys, by key or label.
    public var purposes: [String: [NeutralPurpose]]

    /// Creates a connection.
    public init(
        values: [String: String] = [:],
        secrets: [String: Secret] = [:],
        isInsecureTest: Bool = false,
        purposes: [String: [NeutralPurpose]] = [:]
    ) {
        self.values = values
        self.secrets = secrets
        self.isInsecureTest = isInsecureTest
        self.purposes = purposes
    }
}

extension Connection {
    /// The keys of a connection in a job file that belong to no adapter's own parameters.
    package static let commonKeys = ["insecure_test", "allow_private_addresses", "limits", "purposes"]
}

/// What references in a request can be answered from.
struct RequestScope {
    let connection: Connection
    /// Who is asked for; several only where a list of the body repeats an element for each.
    var subjects: [SubjectID] = []
    var window: ClosedRange<Instant>?
    /// How the window's bounds are written.
    var timeFormat = ConsentStream.Window.Format.iso8601
    /// Whether credentials have values too: only in the one body that exists to carry them.
    var revealsSecrets = false

    /// The same for each subject by itself.
    var single: [RequestScope] {
        subjects.map { subject in
            var scope = self
            scope.subjects = [subject]
            return scope
        }
    }

    func value(of reference: Template.Reference) throws(AdapterError) -> String {
        let value: String? =
            switch reference {
            case .config(let name):
                connection.values[name] ?? (revealsSecrets ? connection.secrets[name]?.reveal() : nil)
            case .subjectID: subjects.first?.id
            case .windowStart: window.map { timeFormat.text(of: $0.lowerBound) }
            case .windowEnd: window.map { timeFormat.text(of: $0.upperBound) }
            }
        guard let value, !value.isEmpty else {
            throw AdapterError(.missingValue, "The request needs ${\(reference.text)}, which has no value here.")
        }
        return value
    }
}
