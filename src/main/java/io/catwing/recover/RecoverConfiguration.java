package io.catwing.recover;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** What recover's beans need besides each other. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RecoverSettings.class)
public class RecoverConfiguration {}
