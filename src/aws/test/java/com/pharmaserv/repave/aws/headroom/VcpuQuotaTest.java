package com.pharmaserv.repave.aws.headroom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VcpuQuotaTest {
  @Test
  void everyTypeCountsAgainstTheQuotaOfItsLetter() {
    assertThat(VcpuQuota.of("m6i.large")).contains(VcpuQuota.STANDARD);
    assertThat(VcpuQuota.of("t4g.nano")).contains(VcpuQuota.STANDARD);
    assertThat(VcpuQuota.of("inf2.xlarge")).contains(VcpuQuota.INF);
    assertThat(VcpuQuota.of("trn1.2xlarge")).contains(VcpuQuota.TRN);
    assertThat(VcpuQuota.of("hpc7a.12xlarge")).contains(VcpuQuota.HPC);
    assertThat(VcpuQuota.of("h1.2xlarge")).contains(VcpuQuota.STANDARD);
    assertThat(VcpuQuota.of("g5.xlarge")).contains(VcpuQuota.G_AND_VT);
    assertThat(VcpuQuota.of("x2idn.16xlarge")).contains(VcpuQuota.X);
    assertThat(VcpuQuota.of("u-6tb1.metal")).contains(VcpuQuota.HIGH_MEMORY);
    assertThat(VcpuQuota.of("mac2.metal")).isEmpty();
  }
}
