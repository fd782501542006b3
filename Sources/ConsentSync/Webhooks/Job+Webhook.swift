extension JobFile.Job {
    /// The stream of a job whose CMP sends messages by itself.
    public static let webhookStream = "webhook"

    /// Whether messages are taken in for the job, so that there is nothing to pull.
    public var takesMessages: Bool { stream == Self.webhookStream }
}
