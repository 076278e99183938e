// Images builds the container images of Danchu without a container daemon: a static binary, the certificate
// authorities, two lines of /etc/passwd, and nothing else — no shell to break into, no package to patch.
//
//	images build [-out DIR] [-registry NAME] [-tag TAG] [NAME...]   one docker archive (NAME.tar) for each image
//	images push  [-registry NAME] [-tag TAG] [NAME...]              the same, to a registry (credentials as docker has them)
//	images list                                                     what there is to build
//
// The same sources give the same digest: file times are SOURCE_DATE_EPOCH (1970 without it), entries are sorted, and
// the compiler gets -trimpath. An image that did not change has the digest it had.
//
// The images postgres and nats exist for the chart's demo profile only, so that a cluster without a registry can show
// the whole product. A province runs a PostgreSQL and a NATS of its own (charts/danchu/README.md).
package main
