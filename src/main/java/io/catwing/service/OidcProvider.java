package io.catwing.service;

import io.catwing.failure.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * The provider of OpenID Connect, asked for its addresses when the first person signs in: a service starts whether the
 * provider is up or not.
 */
final class OidcProvider implements ClientRegistrationRepository, JwtDecoderFactory<ClientRegistration> {
    /** Part of the paths by which people sign in. */
    static final String ID = "oidc";

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(10);

    private final OidcSettings settings;
    private volatile Known known;

    private record Known(ClientRegistration registration, JwtDecoder decoder) {}

    OidcProvider(OidcSettings settings) {
        Secrets.register(settings.clientSecret());
        this.settings = settings;
    }

    /** Whoever does not answer holds a thread for seconds, not for ever. */
    static ClientHttpRequestFactory requests() {
        SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(CONNECT);
        requests.setReadTimeout(READ);
        return requests;
    }

    @Override
    public ClientRegistration findByRegistrationId(String id) {
        return ID.equals(id) ? known().registration() : null;
    }

    @Override
    public JwtDecoder createDecoder(ClientRegistration registration) {
        return known().decoder();
    }

    private Known known() {
        if (known == null) {
            known = discover();
        }
        return known;
    }

    private Known discover() {
        Map<String, Object> metadata = RestClient.create(new RestTemplate(requests()))
                .get()
                .uri(settings.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration")
                .retrieve()
                .body(new ParameterizedTypeReference<>() {});
        Object issuer = metadata == null ? null : metadata.get("issuer");
        if (!settings.issuer().equals(issuer)) {
            throw new IllegalStateException("the issuer " + settings.issuer() + " says that it is " + issuer);
        }
        ClientRegistration registration = ClientRegistrations.fromOidcConfiguration(metadata)
                .registrationId(ID)
                .clientId(settings.clientId())
                .clientSecret(settings.clientSecret())
                .scope(settings.scopes())
                .redirectUri(
                        (settings.url().isBlank() ? "{baseUrl}" : settings.url().replaceFirst("/$", ""))
                                + OidcSignIn.CALLBACK)
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .build();
        return new Known(registration, decoder(registration));
    }

    private static JwtDecoder decoder(ClientRegistration registration) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(
                        registration.getProviderDetails().getJwkSetUri())
                .restOperations(new RestTemplate(requests()))
                .jwsAlgorithms(algorithms -> algorithms.addAll(signatures(registration)))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
        decoder.setClaimSetConverter(
                new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
        return decoder;
    }

    /** Of public keys alone, whatever else it offers. */
    private static Set<SignatureAlgorithm> signatures(ClientRegistration registration) {
        Object offered = registration
                .getProviderDetails()
                .getConfigurationMetadata()
                .getOrDefault("id_token_signing_alg_values_supported", List.of());
        Set<SignatureAlgorithm> found = ((List<?>) offered)
                .stream()
                        .map(name -> SignatureAlgorithm.from(String.valueOf(name)))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        return found.isEmpty() ? Set.of(SignatureAlgorithm.RS256) : found;
    }
}
