public import ConsentTranslation

extension MemoryStore {
    /// Implements ``JobStore/checkpoint(for:)``.
    public func checkpoint(for key: StreamKey) async throws -> Checkpoint? { positions[key] }

    /// Implements ``ConsentStore/checkpoints()``.
    public func checkpoints() async throws -> [StreamKey: Checkpoint] { positions }

    /// Implements ``ConsentStore/quarantine(after:limit:)``.
    public func quarantine(after number: Int64, limit: Int) async throws -> [QuarantineEntry] {
        Array(quarantineEntries.lazy.filter { $0.number > number }.prefix(pageRows(limit)))
    }

    /// Implements ``ConsentStore/quarantineCount(job:)``.
    public func quarantineCount(job: String?) async throws -> Int {
        quarantineEntries.count { job == nil || $0.item.job == job }
    }

    /// Implements ``JobStore/beginRun(job:at:)``.
    public func beginRun(job: String, at start: Instant) async throws -> Int64 {
        try FieldRule.name("the job").check(job)
        let number = Int64(jobRuns.count + 1)
        let run = JobRun(
            number: number,
            job: job,
            startedAt: start,
            finishedAt: nil,
            outcome: nil,
            counts: RunCounts()
        )
        jobRuns.append(run)
        return number
    }

    /// Implements ``JobStore/finishRun(_:at:outcome:counts:)``.
    public func finishRun(
        _ number: Int64,
        at end: Instant,
        outcome: RunOutcome,
        counts: RunCounts
    ) async throws {
        guard let place = jobRuns.firstIndex(where: { $0.number == number }) else { return }
        jobRuns[place] = JobRun(
            number: number,
            job: jobRuns[place].job,
            startedAt: jobRuns[place].startedAt,
            finishedAt: end,
            outcome: outcome,
            counts: counts
        )
    }

    /// Implements ``ConsentStore/lastRun(of:)``.
    public func lastRun(of job: String) async throws -> JobRun? { jobRuns.last { $0.job == job } }

    /// Implements ``JobStore/remember(manifest:id:text:)``.
    public func remember(manifest hash: [UInt8], id: String, text: String) async throws {
        try FieldRule.hash("the manifest hash", hash)
        try FieldRule.name("the manifest's id").check(id)
        try FieldRule.optionalText("the manifest", StoreLimits.maxTextBytes).check(text)
        manifests[hash] = (id, text)
    }

    /// Implements ``JobStore/remember(policy:text:)``.
    public func remember(policy hash: [UInt8], text: String) async throws {
        try FieldRule.hash("the policy hash", hash)
        try FieldRule.optionalText("the policy", StoreLimits.maxTextBytes).check(text)
        policies[hash] = text
    }

    /// Implements ``ConsentStore/manifest(_:)``.
    public func manifest(_ hash: [UInt8]) async throws -> (id: String, text: String)? { manifests[hash] }

    /// Implements ``ConsentStore/policy(_:)``.
    public func policy(_ hash: [UInt8]) async throws -> String? { policies[hash] }

    /// Implements ``ConsentStore/sinkState(_:)``.
    public func sinkState(_ name: String) async throws -> SinkState? {
        sinkStates[name].map { state in
            var state = state
            state.parked = parkedChanges[name]?.count ?? 0
            return state
        }
    }

    /// Implements ``ConsentStore/note(_:)``.
    public func note(_ delivered: DeliveryNote) async throws {
        try delivered.validate()
        var state = sinkStates[delivered.sink] ?? SinkState(updatedAt: delivered.now)
        state.position = max(state.position, delivered.position)
        state.done += delivered.done
        state.skipped += delivered.skipped
        state.updatedAt = delivered.now
        sinkStates[delivered.sink] = state
        var parked = parkedChanges[delivered.sink] ?? [:]
        for number in delivered.released { parked[number] = nil }
        for (number, reason) in delivered.parked {
            parked[number] = ParkedChange(number: number, reason: reason, parkedAt: delivered.now)
        }
        parkedChanges[delivered.sink] = parked
    }

    /// Implements ``ConsentStore/parked(in:after:limit:)``.
    public func parked(in sink: String, after number: Int64, limit: Int) async throws -> [ParkedChange] {
        let parked = parkedChanges[sink]?.values.filter { $0.number > number } ?? []
        return Array(parked.sorted { $0.number < $1.number }.prefix(pageRows(limit)))
    }

    /// Implements ``ConsentStore/forget(_:at:)``.
    public func forget(_ subject: SubjectID, at now: Instant) async throws -> Erasure? {
        let key = SubjectKey(subject)
        guard let row = subjectRows[key] else { return nil }
        let tombstone = try head.append(ChangeDraft(forgetting: row.value, at: now), link: row.link, at: now)
        ledger.append(tombstone)
        tombstoneList.append(Tombstone(number: tombstone.number, link: tombstone.link))
        subjectRows[key] = nil
        sortedKeys = nil
        return Erasure(
            tombstone: tombstone.number,
            link: tombstone.link,
            records: row.records.count,
            changes: row.trail.count + 1,
            payloads: removePayloads(with: Array(subject.id.utf8))
        )
    }

    /// Removes what quarantine keeps of payloads with these bytes; answers how many there were.
    private func removePayloads(with bytes: [UInt8]) -> Int {
        var count = 0
        for (place, entry) in quarantineEntries.enumerated() where entry.item.payload?.contains(bytes) == true {
            var item = entry.item
            item.payload = nil
            quarantineEntries[place] = QuarantineEntry(
                number: entry.number,
                item: item,
                lastSeen: entry.lastSeen,
                timesSeen: entry.timesSeen
            )
            count += 1
        }
        return count
    }

    /// Implements ``ConsentStore/tombstones()``.
    public func tombstones() async throws -> [Tombstone] { tombstoneList }

    /// Implements ``ConsentStore/removeTombstones(_:)``.
    public func removeTombstones(_ numbers: [Int64]) async throws {
        for tombstone in tombstoneList where numbers.contains(tombstone.number) { owners[tombstone.link] = nil }
        tombstoneList.removeAll { numbers.contains($0.number) }
    }
}
