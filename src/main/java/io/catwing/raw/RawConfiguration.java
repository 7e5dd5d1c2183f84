package io.catwing.raw;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.s3.S3Client;

/** The S3 client and the one door to raw files. With no S3 named, the settings are those of the embedded one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Settings.class)
class RawConfiguration {
    @Bean
    RawFiles rawFiles(S3Client s3, S3Settings settings) {
        return new S3RawFiles(s3, settings.bucket());
    }
}
