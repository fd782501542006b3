import OptIn

extension Policy {
    /// Decides the permissions of one record.
    ///
    /// A pure function: the same record, mapping and time give the same outcome anywhere.
    public func decide(_ record: ConsentRecord, mapping: AdapterMapping, now: Instant) -> RecordOutcome {
        PreparedPolicy(self, mapping: mapping).outcome(of: record, now: now, explaining: true)
    }

    /// Why none of the record's decisions counts now, or nil if they do.
    func disregard(_ record: ConsentRecord, now: Instant) -> String? {
        if let reason = record.undecidedBecause { return reason }
        if let end = record.expiresAt, end <= now { return "the record expired at \(end.iso8601)" }
        if let maxAge {
            guard let decidedAt = record.decidedAt else { return "the age of the decision is not known" }
            if maxAge.end(of: decidedAt) <= now { return "the decision of \(decidedAt.iso8601) is too old" }
        }
        if record.explicitness == .implicit, !implicitApproves { return "there was no explicit choice" }
        return nil
    }

    /// The state of one decision now: its own end can make it none.
    func state(of decision: Decision, now: Instant) -> Decision.State {
        if let end = decision.expiresAt, end <= now { return .none }
        if let maxAge, let changedAt = decision.changedAt, maxAge.end(of: changedAt) <= now { return .none }
        return decision.state
    }

    /// The rule of a category: the site's where its policy has rules, else the adapter's where it has some, else the
    /// bridge's own. Nil: the category is left alone.
    func rule(of category: Category, mapping: AdapterMapping) -> CategoryRule? {
        if let categories { return categories[category] }
        if !mapping.categories.isEmpty { return mapping.categories[category] }
        return Policy.defaultCategories[category]
    }

    /// Whether Opt-In applies to the record; where the record does not tell what is asked, it does.
    public func applies(to record: ConsentRecord) -> Bool {
        switch applies {
        case .always: true
        case .never: false
        case .within(let scope): scope.contains(record)
        }
    }

    func nextExpiry(of record: ConsentRecord, after now: Instant) -> Instant? {
        var next: Instant?
        func note(_ end: Instant?) {
            guard let end, end > now else { return }
            next = next.map { min($0, end) } ?? end
        }
        note(record.expiresAt)
        note(maxAge.flatMap { age in record.decidedAt.map(age.end(of:)) })
        for decision in record.decisions {
            note(decision.expiresAt)
            note(maxAge.flatMap { age in decision.changedAt.map(age.end(of:)) })
        }
        return next
    }
}

extension Policy.MaxAge {
    /// The first moment at which a decision of that time is too old.
    ///
    /// Everything that asks about age asks this, so that a decision ends exactly when it was said to end. A month ends
    /// on the same day of the next, or on its last day where it is shorter.
    func end(of decision: Instant) -> Instant {
        switch self {
        case .months(let months): decision.subtracting(months: -months).adding(milliseconds: 1)
        case .days(let days): decision.adding(days: days).adding(milliseconds: 1)
        }
    }
}
