# Reads texts with a running `empathy serve`: perl read.pl [URL] < texts.txt
# One text a line in; its tier of risk out. Needs nothing beyond Perl's own modules. A token goes into EMPATHY_TOKEN.
use strict; use warnings; use HTTP::Tiny; use JSON::PP;
binmode $_, ":encoding(UTF-8)" for *STDIN, *STDOUT;

my $url = shift // "http://127.0.0.1:8765";
my %headers = ("Content-Type" => "application/x-ndjson");
$headers{Authorization} = "Bearer $ENV{EMPATHY_TOKEN}" if $ENV{EMPATHY_TOKEN};

my $id = 0;
my $body = join "", map { chomp; encode_json({ id => $id++, text => $_ }) . "\n" } <STDIN>;
my $answer = HTTP::Tiny->new->post("$url/v1/read", { headers => \%headers, content => $body });
die decode_json($answer->{content})->{error}{message}, "\n" unless $answer->{success};

for my $reading (map { decode_json($_) } split /\n/, $answer->{content}) {
    print "$reading->{id} ", $reading->{error} ? $reading->{error}{message} : $reading->{risk}{tier}, "\n";
}
