/// One data subject as OneTrust's v4 interface serves it.
///
/// The properties are named as in the JSON. Dates are milliseconds since 1970 here and text there.
struct OneTrustSubject: Sendable {
    let id: String
    /// Nil only in a damaged record: then the key is missing.
    let identifier: String?
    let language: String
    let createdDate: Int64
    let lastModifiedDate: Int64
    let profiles: ProfileList
    let consentString: ConsentString?
    let latestGeoLocation: String?

    /// The choices, or what a damaged record has in their place.
    enum ProfileList: Sendable {
        case profiles([ConsentProfile])
        /// Text where a list must be.
        case text(String)
        /// A list of numbers where objects must be.
        case numbers([Int])
    }

    /// An IAB string that was kept with the subject.
    struct ConsentString: Sendable {
        let type: String
        let content: String
        let receivedDate: Int64
        let interactionDate: Int64
    }
}

/// One subject's choice for one purpose.
struct ConsentProfile: Sendable {
    let id: String
    let name: String
    let version: Int
    var status: String
    var consentDate: Int64?
    var withdrawalDate: Int64?
    var reactivationDate: Int64?
    var expiryDate: Int64?
    var lastInteractionDate: Int64
    let geolocation: String?
    let source: String
    /// Text in place of the date of the last interaction, in a damaged record.
    var damagedInteractionDate: String?
}
