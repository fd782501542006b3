extension OneTrustPopulation {
    /// The record of a person: as it was after the first choice, or after the second where there was one.
    func subject(_ number: Int, afterSecondChoice: Bool) -> OneTrustSubject {
        var random = random(of: number)
        let timeline = timeline(of: number, &random)
        var profiles = firstProfiles(of: number, timeline, &random)
        if let again = timeline.again {
            // The first choice is Analytics, which everybody has been asked about.
            profiles[0].decide(granted: number % 2 == 0, at: timeline.choice)
            if afterSecondChoice { profiles[0].decideAgain(granted: number % 2 != 0, at: again.choice) }
        }
        let modified = afterSecondChoice ? timeline.again?.modified ?? timeline.modified : timeline.modified
        let language = random.element(of: OneTrustVocabulary.languages) ?? "en-us"
        let hasString = random.chance(1, in: 30)
        let string = hasString ? consentString(timeline, &random) : nil
        return record(number, timeline, profiles, language, string, modified)
    }

    /// The choices after the first time somebody was asked: the last of them at the very instant of the choice.
    private func firstProfiles(
        of number: Int,
        _ timeline: Timeline,
        _ random: inout RepeatableGenerator
    ) -> [ConsentProfile] {
        let place = random.element(of: OneTrustVocabulary.places)
        let source = random.element(of: OneTrustVocabulary.sources) ?? "Import"
        return OneTrustVocabulary.purposes.enumerated().compactMap { index, purpose in
            guard random.chance(purpose.askedPercent, in: 100) else { return nil }
            let earlier = random.number(in: timeline.created..<timeline.choice + 1)
            var profile = ConsentProfile(
                id: purpose.id,
                name: purpose.name,
                version: Int(random.number(in: 1..<5)),
                status: status(&random),
                lastInteractionDate: index == 0 || random.chance(7, in: 10) ? timeline.choice : earlier,
                geolocation: random.chance(1, in: 10) ? nil : place,
                source: source
            )
            date(&profile, since: timeline.created, &random)
            return profile
        }
    }

    private func status(_ random: inout RepeatableGenerator) -> String {
        var rest = random.number(in: 0..<OneTrustVocabulary.statuses.reduce(0) { $0 + $1.share })
        for status in OneTrustVocabulary.statuses {
            if rest < status.share { return status.name }
            rest -= status.share
        }
        return "NO_CONSENT"
    }

    /// Gives a profile the dates that go with its status; none of them is later than its last interaction, but for the
    /// two that lie in the future by their nature.
    private func date(_ profile: inout ConsentProfile, since created: Int64, _ random: inout RepeatableGenerator) {
        let last = profile.lastInteractionDate
        let before = random.number(in: created..<last + 1)
        switch profile.status {
        case "ACTIVE", "EXTENDED", "ALWAYS_ACTIVE":
            profile.consentDate = last
            // Whoever consented again keeps the old withdrawal beside it: the status wins over the dates.
            profile.withdrawalDate = random.chance(1, in: 15) ? before : nil
            if random.chance(1, in: 40) {
                profile.expiryDate = random.number(in: last..<max(last + 1, to))
            } else if random.chance(4, in: 10) {
                profile.expiryDate = last + 365 * Self.day
            }
        case "WITHDRAWN", "OPT_OUT", "HARD_OPT_OUT":
            profile.consentDate = profile.status == "WITHDRAWN" || random.chance(1, in: 2) ? before : nil
            profile.withdrawalDate = last
            profile.reactivationDate = random.chance(1, in: 20) ? last + 30 * Self.day : nil
        case "EXPIRED":
            profile.consentDate = before
            profile.expiryDate = last
        default:
            break
        }
    }

    private func consentString(
        _ timeline: Timeline,
        _ random: inout RepeatableGenerator
    ) -> OneTrustSubject.ConsentString {
        OneTrustSubject.ConsentString(
            type: "GPP",
            content: random.element(of: OneTrustVocabulary.gppStrings) ?? "",
            receivedDate: timeline.modified,
            interactionDate: timeline.choice
        )
    }

    /// Puts the record together and, above `count`, damages it: five ways by turns.
    private func record(
        _ number: Int,
        _ timeline: Timeline,
        _ profiles: [ConsentProfile],
        _ language: String,
        _ string: OneTrustSubject.ConsentString?,
        _ modified: Int64
    ) -> OneTrustSubject {
        let damage = number < count ? nil : (number - count) % 5
        var profiles = profiles
        if damage == 1 { profiles[0].status = OneTrustVocabulary.unknownStatus }
        if damage == 4 { profiles[0].damagedInteractionDate = "the day before yesterday" }
        let list: OneTrustSubject.ProfileList =
            switch damage {
            case 2: .text("none")
            case 3: .numbers([1, 2, 3])
            default: .profiles(profiles)
            }
        return OneTrustSubject(
            id: id(of: number),
            identifier: damage == 0 ? nil : identifier(of: number),
            language: language,
            createdDate: timeline.created,
            lastModifiedDate: modified,
            profiles: list,
            consentString: string,
            latestGeoLocation: profiles.first?.geolocation
        )
    }

    private static let day: Int64 = 86_400_000
}

extension ConsentProfile {
    fileprivate mutating func decide(granted: Bool, at instant: Int64) {
        status = granted ? "ACTIVE" : "WITHDRAWN"
        consentDate = granted ? instant : nil
        withdrawalDate = granted ? nil : instant
        reactivationDate = nil
        expiryDate = nil
        lastInteractionDate = instant
    }

    /// Decides, and keeps the date of the decision before.
    fileprivate mutating func decideAgain(granted: Bool, at instant: Int64) {
        let before = self
        decide(granted: granted, at: instant)
        consentDate = consentDate ?? before.consentDate
        withdrawalDate = withdrawalDate ?? before.withdrawalDate
    }
}
