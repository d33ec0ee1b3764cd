//! A passkey: the server's half of WebAuthn, which `webauthn_rp` verifies. The private key is in
//! the cardholder's device; the host keeps the public one.

use std::fmt;

use serde_json::Value;
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication64, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
    bin::{Decode, Encode},
    request::{
        AsciiDomain, RpId,
        auth::AuthenticationVerificationOptions,
        register::{
            CredProtect, PublicKeyCredentialUserEntity, RegistrationVerificationOptions,
            USER_HANDLE_MAX_LEN, UserHandle64,
        },
    },
    response::{CredentialId, register::DynamicState, register::StaticState},
};

/// The host's name, without a port: all pages on it may use its passkeys.
const HOST: &str = "localhost";
/// The name that a device shows its owner.
const CARDHOLDER: &str = "cardholder";

/// A passkey that was registered.
struct Registered {
    id: Vec<u8>,
    user: UserHandle64,
    key: Vec<u8>,
    state: DynamicState,
}

/// The passkey of one session, and the challenges in progress. Each challenge is used once.
#[derive(Default)]
pub struct Passkey {
    registered: Option<Registered>,
    registration: Option<RegistrationServerState<USER_HANDLE_MAX_LEN>>,
    authentication: Option<DiscoverableAuthenticationServerState>,
}

impl fmt::Debug for Passkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passkey")
            .field("is_registered", &self.is_registered())
            .finish_non_exhaustive()
    }
}

impl Passkey {
    /// Whether there is one.
    pub fn is_registered(&self) -> bool {
        self.registered.is_some()
    }

    /// The `publicKey` of `navigator.credentials.create()`, as JSON.
    pub fn creation_options(&mut self) -> Option<Value> {
        let (host, user) = (host()?, UserHandle64::new());
        let user = PublicKeyCredentialUserEntity {
            name: CARDHOLDER.try_into().ok()?,
            id: &user,
            display_name: None,
        };
        let mut options = PublicKeyCredentialCreationOptions::first_passkey(&host, user);
        // An extension that many devices lack. Each use asks for the cardholder anyway.
        options.extensions.cred_protect = CredProtect::None;
        let (server, client) = options.start_ceremony().ok()?;
        self.registration = Some(server);
        serde_json::to_value(client).ok()
    }

    /// Registers the passkey that a page of `origin` has created. Returns whether it is valid.
    pub fn register(&mut self, credential: &[u8], origin: &str) -> bool {
        let registered = self.registration.take().and_then(|registration| {
            let credential = Registration::from_json_relaxed(credential)
                .map_err(|_| log_refusal("it is not a new credential"))
                .ok()?;
            let options = RegistrationVerificationOptions::<&str, &str> {
                allowed_origins: &[origin],
                ..Default::default()
            };
            let verified = registration
                .verify(&host()?, &credential, &options)
                .map_err(|_| log_refusal("the new credential does not fit its challenge"))
                .ok()?;
            let Ok(key) = verified.static_state().encode();
            Some(Registered {
                id: verified.id().as_ref().to_vec(),
                user: *verified.user_id(),
                key,
                state: verified.dynamic_state(),
            })
        });
        let is_valid = registered.is_some();
        self.registered = registered.or(self.registered.take());
        is_valid
    }

    /// The `publicKey` of `navigator.credentials.get()`, as JSON.
    pub fn request_options(&mut self) -> Option<Value> {
        let host = host()?;
        let options = DiscoverableCredentialRequestOptions::passkey(&host);
        let (server, client) = options.start_ceremony().ok()?;
        self.authentication = Some(server);
        serde_json::to_value(client).ok()
    }

    /// Whether a page of `origin` has used this session's passkey for the last challenge.
    pub fn verify(&mut self, credential: &[u8], origin: &str) -> bool {
        let (challenge, registered) = (self.authentication.take(), self.registered.as_mut());
        let verified = challenge
            .zip(registered)
            .and_then(|(challenge, registered)| {
                let credential = DiscoverableAuthentication64::from_json_relaxed(credential)
                    .map_err(|_| log_refusal("it is not a signed challenge"))
                    .ok()?;
                let mut known = AuthenticatedCredential::new(
                    CredentialId::decode(registered.id.as_slice()).ok()?,
                    &registered.user,
                    StaticState::decode(registered.key.as_slice()).ok()?,
                    registered.state,
                )
                .ok()?;
                let options = AuthenticationVerificationOptions::<&str, &str> {
                    allowed_origins: &[origin],
                    ..Default::default()
                };
                challenge
                    .verify(&host()?, &credential, &mut known, &options)
                    .map_err(|_| log_refusal("it does not fit the challenge"))
                    .ok()?;
                Some(known.dynamic_state())
            });
        if let (Some(state), Some(registered)) = (verified, self.registered.as_mut()) {
            registered.state = state;
        }
        verified.is_some()
    }
}

/// Logs why a passkey was refused; the page does not receive it. The reason is a fixed string,
/// because the library's errors quote the credential.
fn log_refusal(reason: &'static str) {
    tracing::warn!("a passkey was refused: {reason}");
}

fn host() -> Option<RpId> {
    AsciiDomain::try_from(HOST.to_owned())
        .ok()
        .map(RpId::Domain)
}
