<#-- For license-maven-plugin: a library a line, its coordinates and the names of its licences, between tabs. -->
<#list dependencyMap as entry>
${entry.getKey().getGroupId()}:${entry.getKey().getArtifactId()}	${entry.getKey().getVersion()}	${entry.getValue()?join("	")}
</#list>
