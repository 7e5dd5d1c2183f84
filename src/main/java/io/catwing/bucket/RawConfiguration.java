package io.catwing.bucket;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.s3.S3Client;

/** Raw files. */
@Configuration(proxyBeanMethods = false)
public class RawConfiguration {
    @Bean
    RawFiles rawFiles(S3Client s3, S3Settings settings) {
        return new S3RawFiles(s3, settings.bucket());
    }
}
