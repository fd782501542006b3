import ConsentAdapters

/// Credentials that stay as they are, in several fields of a header or query.
struct FieldCredentials: CredentialSource {
    private let headers: [(name: String, value: Secret)]
    private let query: [(name: String, value: Secret)]

    init(headers: [(name: String, value: Secret)] = [], query: [(name: String, value: Secret)] = []) {
        self.headers = headers
        self.query = query
    }

    /// False: there is nothing to renew.
    var canRefresh: Bool { false }

    /// Adds the credentials.
    func apply(to request: inout HTTPRequest) {
        for field in headers { request.headers[field.name] = field.value.reveal() }
        for field in query { request.addQueryItem(field.name, field.value.reveal()) }
    }

    /// Does nothing.
    func refresh() {}
}
